"""ISO 3166-1 countries by region, without the uninhabited ones, as the directory names them."""

EUROPE, NORTH_AMERICA, LATIN_AMERICA = "Europe", "North America", "Latin America"
ASIA_PACIFIC, MIDDLE_EAST, AFRICA = "Asia-Pacific", "Middle East", "Africa"

_TABLE = {
    EUROPE: """AD Andorra|AL Albania|AM Armenia|AT Austria|AX Åland Islands|AZ Azerbaijan
        BA Bosnia and Herzegovina|BE Belgium|BG Bulgaria|BY Belarus|CH Switzerland|CY Cyprus
        CZ Czechia|DE Germany|DK Denmark|EE Estonia|ES Spain|FI Finland|FO Faroe Islands|FR France
        GB United Kingdom|GE Georgia|GG Guernsey|GI Gibraltar|GR Greece|HR Croatia|HU Hungary
        IE Ireland|IM Isle of Man|IS Iceland|IT Italy|JE Jersey|LI Liechtenstein|LT Lithuania
        LU Luxembourg|LV Latvia|MC Monaco|MD Moldova|ME Montenegro|MK North Macedonia|MT Malta
        NL Netherlands|NO Norway|PL Poland|PT Portugal|RO Romania|RS Serbia|RU Russia|SE Sweden
        SI Slovenia|SJ Svalbard and Jan Mayen|SK Slovakia|SM San Marino|TR Türkiye|UA Ukraine
        VA Vatican City|XK Kosovo""",
    NORTH_AMERICA: """BM Bermuda|CA Canada|GL Greenland|PM Saint Pierre and Miquelon|US United States""",
    LATIN_AMERICA: """AG Antigua and Barbuda|AI Anguilla|AR Argentina|AW Aruba|BB Barbados
        BL Saint Barthélemy|BO Bolivia|BQ Caribbean Netherlands|BR Brazil|BS Bahamas|BZ Belize
        CL Chile|CO Colombia|CR Costa Rica|CU Cuba|CW Curaçao|DM Dominica|DO Dominican Republic
        EC Ecuador|FK Falkland Islands|GD Grenada|GF French Guiana|GP Guadeloupe|GT Guatemala
        GY Guyana|HN Honduras|HT Haiti|JM Jamaica|KN Saint Kitts and Nevis|KY Cayman Islands
        LC Saint Lucia|MF Saint Martin|MQ Martinique|MS Montserrat|MX Mexico|NI Nicaragua|PA Panama
        PE Peru|PR Puerto Rico|PY Paraguay|SR Suriname|SV El Salvador|SX Sint Maarten
        TC Turks and Caicos Islands|TT Trinidad and Tobago|UY Uruguay
        VC Saint Vincent and the Grenadines|VE Venezuela|VG British Virgin Islands
        VI US Virgin Islands""",
    ASIA_PACIFIC: """AF Afghanistan|AS American Samoa|AU Australia|BD Bangladesh|BN Brunei|BT Bhutan
        CC Cocos Islands|CK Cook Islands|CN China|CX Christmas Island|FJ Fiji|FM Micronesia|GU Guam
        HK Hong Kong|ID Indonesia|IN India|IO British Indian Ocean Territory|JP Japan|KG Kyrgyzstan
        KH Cambodia|KI Kiribati|KP North Korea|KR South Korea|KZ Kazakhstan|LA Laos|LK Sri Lanka
        MH Marshall Islands|MM Myanmar|MN Mongolia|MO Macao|MP Northern Mariana Islands|MV Maldives
        MY Malaysia|NC New Caledonia|NF Norfolk Island|NP Nepal|NR Nauru|NU Niue|NZ New Zealand
        PF French Polynesia|PG Papua New Guinea|PH Philippines|PK Pakistan|PN Pitcairn|PW Palau
        SB Solomon Islands|SG Singapore|TH Thailand|TJ Tajikistan|TK Tokelau|TL Timor-Leste
        TM Turkmenistan|TO Tonga|TV Tuvalu|TW Taiwan|UZ Uzbekistan|VN Vietnam|VU Vanuatu
        WF Wallis and Futuna|WS Samoa""",
    MIDDLE_EAST: """AE United Arab Emirates|BH Bahrain|IL Israel|IQ Iraq|IR Iran|JO Jordan|KW Kuwait
        LB Lebanon|OM Oman|PS Palestine|QA Qatar|SA Saudi Arabia|SY Syria|YE Yemen""",
    AFRICA: """AO Angola|BF Burkina Faso|BI Burundi|BJ Benin|BW Botswana|CD DR Congo
        CF Central African Republic|CG Congo|CI Côte d'Ivoire|CM Cameroon|CV Cabo Verde|DJ Djibouti
        DZ Algeria|EG Egypt|EH Western Sahara|ER Eritrea|ET Ethiopia|GA Gabon|GH Ghana|GM Gambia
        GN Guinea|GQ Equatorial Guinea|GW Guinea-Bissau|KE Kenya|KM Comoros|LR Liberia|LS Lesotho
        LY Libya|MA Morocco|MG Madagascar|ML Mali|MR Mauritania|MU Mauritius|MW Malawi|MZ Mozambique
        NA Namibia|NE Niger|NG Nigeria|RE Réunion|RW Rwanda|SC Seychelles|SD Sudan|SH Saint Helena
        SL Sierra Leone|SN Senegal|SO Somalia|SS South Sudan|ST São Tomé and Príncipe|SZ Eswatini
        TD Chad|TG Togo|TN Tunisia|TZ Tanzania|UG Uganda|YT Mayotte|ZA South Africa|ZM Zambia
        ZW Zimbabwe""",
}

REGIONS = {
    region: [entry.strip()[:2] for line in table.splitlines() for entry in line.split("|")]
    for region, table in _TABLE.items()
}
NAMES = {
    entry.strip()[:2]: entry.strip()[3:]
    for table in _TABLE.values()
    for line in table.splitlines()
    for entry in line.split("|")
}
CHOICES = sorted(NAMES.items(), key=lambda item: item[1])


def name(code: str) -> str:
    """Return the country's name; an unknown code stands for itself."""
    return NAMES.get(code, code)
