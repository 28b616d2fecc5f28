-- Forgets how the study travelled in an earlier run; what groups of people recorded stays.
DELETE FROM parametre WHERE etape = 'travel' AND nom NOT LIKE 'mode.%';
