-- Class of every neighbourhood zoned by name; codes are met with and without their final letter.
UPDATE qpv SET zonage = (SELECT z.zonage FROM zonage z WHERE z.maille = 'qpv'
  AND (z.code = qpv.code_qp OR z.code = substr(qpv.code_qp, 1, 7)));
