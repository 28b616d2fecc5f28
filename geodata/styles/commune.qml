<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16" styleCategories="Symbology|Labeling|Fields|Rendering" labelsEnabled="1">
  <renderer-v2 type="categorizedSymbol" attr="perimetre" symbollevels="0" forceraster="0" enableorderby="0">
    <categories>
      <category value="1" symbol="0" label="commune du territoire" render="true" type="integer"/>
      <category value="0" symbol="1" label="commune voisine" render="true" type="integer"/>
    </categories>
    <symbols>
      <symbol type="fill" name="0" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" value="0,0,0,0" type="QString"/>
            <Option name="style" value="no" type="QString"/>
            <Option name="outline_color" value="150,150,150,255" type="QString"/>
            <Option name="outline_style" value="solid" type="QString"/>
            <Option name="outline_width" value="0.15" type="QString"/>
            <Option name="outline_width_unit" value="MM" type="QString"/>
            <Option name="joinstyle" value="bevel" type="QString"/>
          </Option>
        </layer>
      </symbol>
      <symbol type="fill" name="1" alpha="1" clip_to_extent="1">
        <layer class="SimpleFill" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="color" value="236,239,242,255" type="QString"/>
            <Option name="style" value="solid" type="QString"/>
            <Option name="outline_color" value="255,255,255,255" type="QString"/>
            <Option name="outline_style" value="solid" type="QString"/>
            <Option name="outline_width" value="0.15" type="QString"/>
            <Option name="outline_width_unit" value="MM" type="QString"/>
            <Option name="joinstyle" value="bevel" type="QString"/>
          </Option>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings>
      <text-style fieldName="libelle" isExpression="0" fontFamily="Sans" fontSize="7" fontSizeUnit="Point" fontWeight="50" textColor="90,90,90,255" textOpacity="1">
        <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.85"/>
      </text-style>
      <placement placement="1" dist="0" distUnits="MM" priority="5"/>
      <rendering obstacle="1" scaleVisibility="0"/>
      <dd_properties><Option type="Map"><Option name="name" value="" type="QString"/><Option name="properties" type="Map">
        <Option name="Show" type="Map"><Option name="active" value="true" type="bool"/><Option name="expression" value="(&quot;perimetre&quot; = 0 OR array_find(array_foreach(@map_layer_ids, left(@element, 22)), 'maillage_acces_commune') &lt; 0) AND (@map_scale &lt; 80000 OR coalesce(&quot;population&quot;, 0) &gt; @map_scale / 200)" type="QString"/><Option name="type" value="3" type="int"/></Option>
        <Option name="Priority" type="Map"><Option name="active" value="true" type="bool"/><Option name="expression" value="scale_linear(log10(coalesce(&quot;population&quot;, 0) + 1), 2, 5.5, 0, 10)" type="QString"/><Option name="type" value="3" type="int"/></Option>
      </Option><Option name="type" value="collection" type="QString"/></Option></dd_properties>
    </settings>
  </labeling>
  <blendMode>0</blendMode>
  <featureBlendMode>0</featureBlendMode>
  <layerOpacity>1</layerOpacity>
@aliases@
  <previewExpression>"libelle"</previewExpression>
</qgis>
