"""The live map: offline, keeps its view through updates, draws doubt, has a table that says the same.

`on_page.show` is the map as a page has it; `component.live_map` draws what it is given.
"""
