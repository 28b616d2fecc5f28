-- Removes the styles written by this program; those saved by users stay.
DELETE FROM layer_styles WHERE styleName = 'maillage';
