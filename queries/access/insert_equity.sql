-- Writes how unequally a measure is shared among the persons of a group of communes.
-- :service      gp, nurse...
-- :mesure       name of the measure
-- :par          what the study groups communes by, or empty
-- :groupe       tous, urbain, rural, qpv or hors_qpv, or the code of a group of the study
-- :libelle      name of that group, or NULL
-- :nb_communes  communes with persons and a known value
-- :population   persons there
-- :moyenne      mean by persons
-- :gini         Gini index
-- :d10_d1       mean of the best served tenth over that of the worst served
-- :theil        Theil index
-- :theil_entre  its part between urbain, rural and unknown, for tous only
-- :theil_dans   the rest of it
-- :theil_entre_qpv  its part between communes with a QPV and without, for tous only
-- :theil_entre_groupes  its part between the groups of the study, for tous only
-- :palma        Palma ratio by income
-- :concentration  concentration index by income
-- :erreygers    its form of Erreygers
-- :sans_revenu  persons where no income is known
-- :seuil        threshold of the three below, or NULL
-- :fgt0         share of persons strictly under the threshold
-- :fgt1         mean gap to it, as a share of it
-- :fgt2         mean squared gap
INSERT INTO equite (service, mesure, par, groupe, libelle, nb_communes, population, moyenne, gini, d10_d1, theil, theil_entre, theil_dans,
  theil_entre_qpv, theil_entre_groupes, palma, concentration, erreygers, sans_revenu, seuil,
  fgt0, fgt1, fgt2)
VALUES (:service, :mesure, :par, :groupe, :libelle, :nb_communes, :population, :moyenne, :gini, :d10_d1, :theil, :theil_entre,
  :theil_dans, :theil_entre_qpv, :theil_entre_groupes, :palma, :concentration, :erreygers, :sans_revenu, :seuil,
  :fgt0, :fgt1, :fgt2);
