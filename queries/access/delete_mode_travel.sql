-- Forgets how groups of people travelled in an earlier run.
DELETE FROM parametre WHERE etape = 'travel' AND nom LIKE 'mode.%';
