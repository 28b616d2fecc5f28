<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.16" styleCategories="Symbology|Labeling|Fields|Rendering" labelsEnabled="1">
  <renderer-v2 type="categorizedSymbol" attr="jour" symbollevels="0" forceraster="0" enableorderby="0">
    <categories>
      <category symbol="0" value="1" label="lundi" render="true"/>
      <category symbol="1" value="2" label="mardi" render="true"/>
      <category symbol="2" value="3" label="mercredi" render="true"/>
      <category symbol="3" value="4" label="jeudi" render="true"/>
      <category symbol="4" value="5" label="vendredi" render="true"/>
      <category symbol="5" value="6" label="samedi" render="true"/>
      <category symbol="6" value="7" label="dimanche" render="true"/>
    </categories>
    <symbols>
      <symbol type="line" name="0" alpha="0.9" clip_to_extent="1">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="line_color" value="27,158,119,255" type="QString"/>
            <Option name="line_width" value="0.9" type="QString"/>
            <Option name="line_width_unit" value="MM" type="QString"/>
            <Option name="line_style" value="solid" type="QString"/>
            <Option name="joinstyle" value="round" type="QString"/>
            <Option name="capstyle" value="round" type="QString"/>
            <Option name="offset" value="-1.5" type="QString"/>
            <Option name="offset_unit" value="MM" type="QString"/>
          </Option>
        </layer>
      </symbol>
      <symbol type="line" name="1" alpha="0.9" clip_to_extent="1">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="line_color" value="217,95,2,255" type="QString"/>
            <Option name="line_width" value="0.9" type="QString"/>
            <Option name="line_width_unit" value="MM" type="QString"/>
            <Option name="line_style" value="solid" type="QString"/>
            <Option name="joinstyle" value="round" type="QString"/>
            <Option name="capstyle" value="round" type="QString"/>
            <Option name="offset" value="-1" type="QString"/>
            <Option name="offset_unit" value="MM" type="QString"/>
          </Option>
        </layer>
      </symbol>
      <symbol type="line" name="2" alpha="0.9" clip_to_extent="1">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="line_color" value="117,112,179,255" type="QString"/>
            <Option name="line_width" value="0.9" type="QString"/>
            <Option name="line_width_unit" value="MM" type="QString"/>
            <Option name="line_style" value="solid" type="QString"/>
            <Option name="joinstyle" value="round" type="QString"/>
            <Option name="capstyle" value="round" type="QString"/>
            <Option name="offset" value="-0.5" type="QString"/>
            <Option name="offset_unit" value="MM" type="QString"/>
          </Option>
        </layer>
      </symbol>
      <symbol type="line" name="3" alpha="0.9" clip_to_extent="1">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="line_color" value="231,41,138,255" type="QString"/>
            <Option name="line_width" value="0.9" type="QString"/>
            <Option name="line_width_unit" value="MM" type="QString"/>
            <Option name="line_style" value="solid" type="QString"/>
            <Option name="joinstyle" value="round" type="QString"/>
            <Option name="capstyle" value="round" type="QString"/>
            <Option name="offset" value="0" type="QString"/>
            <Option name="offset_unit" value="MM" type="QString"/>
          </Option>
        </layer>
      </symbol>
      <symbol type="line" name="4" alpha="0.9" clip_to_extent="1">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="line_color" value="102,166,30,255" type="QString"/>
            <Option name="line_width" value="0.9" type="QString"/>
            <Option name="line_width_unit" value="MM" type="QString"/>
            <Option name="line_style" value="solid" type="QString"/>
            <Option name="joinstyle" value="round" type="QString"/>
            <Option name="capstyle" value="round" type="QString"/>
            <Option name="offset" value="0.5" type="QString"/>
            <Option name="offset_unit" value="MM" type="QString"/>
          </Option>
        </layer>
      </symbol>
      <symbol type="line" name="5" alpha="0.9" clip_to_extent="1">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="line_color" value="230,171,2,255" type="QString"/>
            <Option name="line_width" value="0.9" type="QString"/>
            <Option name="line_width_unit" value="MM" type="QString"/>
            <Option name="line_style" value="solid" type="QString"/>
            <Option name="joinstyle" value="round" type="QString"/>
            <Option name="capstyle" value="round" type="QString"/>
            <Option name="offset" value="1" type="QString"/>
            <Option name="offset_unit" value="MM" type="QString"/>
          </Option>
        </layer>
      </symbol>
      <symbol type="line" name="6" alpha="0.9" clip_to_extent="1">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option name="line_color" value="120,120,120,255" type="QString"/>
            <Option name="line_width" value="0.9" type="QString"/>
            <Option name="line_width_unit" value="MM" type="QString"/>
            <Option name="line_style" value="solid" type="QString"/>
            <Option name="joinstyle" value="round" type="QString"/>
            <Option name="capstyle" value="round" type="QString"/>
            <Option name="offset" value="1.5" type="QString"/>
            <Option name="offset_unit" value="MM" type="QString"/>
          </Option>
        </layer>
      </symbol>
    </symbols>
  </renderer-v2>
@aliases@
</qgis>
