-- Puts aside what the study recorded of its travel, while a group of its people records its own.
UPDATE parametre SET etape = 'travel, a part' WHERE etape = 'travel' AND nom NOT LIKE 'mode.%';
