"""From checked dumps to a release: description, manifest, search for personal data, and the switch to it.

The modules are imported one by one: `release`, `lock`, `manifest` and `personal_data` need the standard library only.
"""
