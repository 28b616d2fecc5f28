<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16" styleCategories="Symbology|Labeling|Fields|Rendering" labelsEnabled="1">
  <renderer-v2 type="graduatedSymbol" attr="apl" graduatedMethod="GraduatedColor" symbollevels="0" forceraster="0" enableorderby="0">
    <ranges>
      <range lower="0.000" upper="1.500" symbol="0" label="Moins de 1,5 consultations/an/hab. standardisé" render="true"/>
      <range lower="1.500" upper="2.500" symbol="1" label="1,5 à 2,5 consultations/an/hab. standardisé (sous-dense)" render="true"/>
      <range lower="2.500" upper="3.500" symbol="2" label="2,5 à 3,5 consultations/an/hab. standardisé" render="true"/>
      <range lower="3.500" upper="4.500" symbol="3" label="3,5 à 4,5 consultations/an/hab. standardisé" render="true"/>
      <range lower="4.500" upper="1000.000" symbol="4" label="4,5 et plus consultations/an/hab. standardisé" render="true"/>
    </ranges>
    <symbols>
      <symbol type="fill" name="0" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" value="178,24,43,255" type="QString"/>
            <Option name="style" value="solid" type="QString"/>
            <Option name="outline_color" value="255,255,255,255" type="QString"/>
            <Option name="outline_style" value="solid" type="QString"/>
            <Option name="outline_width" value="0.12" type="QString"/>
            <Option name="outline_width_unit" value="MM" type="QString"/>
            <Option name="joinstyle" value="bevel" type="QString"/>
          </Option>
        </layer>
      </symbol>
      <symbol type="fill" name="1" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" value="239,138,98,255" type="QString"/>
            <Option name="style" value="solid" type="QString"/>
            <Option name="outline_color" value="255,255,255,255" type="QString"/>
            <Option name="outline_style" value="solid" type="QString"/>
            <Option name="outline_width" value="0.12" type="QString"/>
            <Option name="outline_width_unit" value="MM" type="QString"/>
            <Option name="joinstyle" value="bevel" type="QString"/>
          </Option>
        </layer>
      </symbol>
      <symbol type="fill" name="2" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" value="209,229,240,255" type="QString"/>
            <Option name="style" value="solid" type="QString"/>
            <Option name="outline_color" value="255,255,255,255" type="QString"/>
            <Option name="outline_style" value="solid" type="QString"/>
            <Option name="outline_width" value="0.12" type="QString"/>
            <Option name="outline_width_unit" value="MM" type="QString"/>
            <Option name="joinstyle" value="bevel" type="QString"/>
          </Option>
        </layer>
      </symbol>
      <symbol type="fill" name="3" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" value="103,169,207,255" type="QString"/>
            <Option name="style" value="solid" type="QString"/>
            <Option name="outline_color" value="255,255,255,255" type="QString"/>
            <Option name="outline_style" value="solid" type="QString"/>
            <Option name="outline_width" value="0.12" type="QString"/>
            <Option name="outline_width_unit" value="MM" type="QString"/>
            <Option name="joinstyle" value="bevel" type="QString"/>
          </Option>
        </layer>
      </symbol>
      <symbol type="fill" name="4" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" value="33,102,172,255" type="QString"/>
            <Option name="style" value="solid" type="QString"/>
            <Option name="outline_color" value="255,255,255,255" type="QString"/>
            <Option name="outline_style" value="solid" type="QString"/>
            <Option name="outline_width" value="0.12" type="QString"/>
            <Option name="outline_width_unit" value="MM" type="QString"/>
            <Option name="joinstyle" value="bevel" type="QString"/>
          </Option>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings>
      <text-style fieldName="libelle" isExpression="0" fontFamily="Sans" fontSize="8" fontSizeUnit="Point" fontWeight="50" textColor="40,40,40,255" textOpacity="1">
        <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85"/>
      </text-style>
      <placement placement="1" dist="0" distUnits="MM" priority="5"/>
      <rendering obstacle="1" scaleVisibility="1" scaleMin="0" scaleMax="120000"/>
    </settings>
  </labeling>
  <blendMode>0</blendMode>
  <featureBlendMode>0</featureBlendMode>
  <layerOpacity>1</layerOpacity>
  <aliases>
    <alias field="insee_com" name="Code commune (COG 2025)"/>
    <alias field="libelle" name="Commune"/>
    <alias field="population" name="Population municipale (habitants)"/>
    <alias field="pop_std" name="Population standardisée (habitants)"/>
    <alias field="apl" name="APL aux médecins généralistes (consultations/an/hab. standardisé)"/>
    <alias field="t_pharma" name="Temps à la pharmacie la plus proche (minutes)"/>
    <alias field="t_urgence" name="Temps aux urgences les plus proches (minutes)"/>
    <alias field="nb_gp" name="Médecins généralistes (nombre)"/>
    <alias field="densite" name="Densité (1 grand centre urbain à 7 rural très dispersé)"/>
    <alias field="espace" name="Type d'espace"/>
    <alias field="moins_2000" name="Moins de 2 000 habitants"/>
    <alias field="zonage" name="Zonage ARS"/>
    <alias field="desert" name="Désert médical"/>
    <alias field="approx" name="Valeur approchée"/>
  </aliases>
  <previewExpression>"libelle"</previewExpression>
</qgis>
