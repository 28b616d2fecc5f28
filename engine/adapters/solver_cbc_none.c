#include "adapters/solver_engine.h"

const mlg_solver_engine mlg_solver_cbc = { 0 };
