-- Puts back what access/put_aside_travel put aside.
UPDATE parametre SET etape = 'travel' WHERE etape = 'travel, a part';
