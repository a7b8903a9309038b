from vendors import columns, countries


def test_the_countries_of_a_region_stand_together():
    regions = [
        next(name for name, own in countries.REGIONS.items() if code in own)
        for code in columns.COUNTRIES
    ]

    assert sorted(columns.COUNTRIES) == sorted(countries.NAMES)
    assert list(dict.fromkeys(regions)) == [
        region for n, region in enumerate(regions) if not n or regions[n - 1] != region
    ]
