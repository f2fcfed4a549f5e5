"""Settings of a province whose packages are not all written yet."""

from __future__ import annotations

from configparser import RawConfigParser
from importlib.metadata import entry_points

from dev.place import Place

PROFILE = "ckanext/bacgiang/dcat/profile.py"


def present(place: Place) -> dict[str, str]:
    """Return the options that name parts of the suite, less the parts that are missing."""
    parser = RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(place.root / "dev/sites/province.ini")
    base = dict(parser["app:main"])
    modules = {point.name: point.value for point in entry_points(group="ckan.plugins")}

    def has_plugin(name: str) -> bool:
        module = modules.get(name, "").split(":")[0]
        if not module.startswith("ckanext.bacgiang"):
            return bool(module)
        return (place.root / (module.replace(".", "/") + ".py")).is_file()

    def has_file(reference: str) -> bool:
        package, _, path = reference.partition(":")
        return package != "ckanext.bacgiang" or (place.root / "ckanext/bacgiang" / path).is_file()

    keep = {
        "ckan.plugins": has_plugin,
        "scheming.dataset_schemas": has_file,
        "scheming.organization_schemas": has_file,
        "scheming.presets": has_file,
        "ckanext.dcat.rdf.profiles": lambda name: (
            name != "bacgiang" or (place.root / PROFILE).is_file()
        ),
    }
    return {key: " ".join(filter(test, base[key].split())) for key, test in keep.items()}
