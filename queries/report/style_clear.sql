-- Removes the styles written by this program, by earlier versions too; those saved by users stay.
DELETE FROM layer_styles WHERE owner = 'maillage' OR (styleName = 'maillage' AND description = 'Maillage');
