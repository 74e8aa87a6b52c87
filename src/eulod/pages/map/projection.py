"""ETRS89-LAEA, the projection of EU statistics (EPSG:3035): areas keep their size, Europe its shape.

Source: IOGP Publication 373-7-2, Geomatics Guidance Note 7 part 2, Lambert Azimuthal Equal Area (EPSG method 9820)
"""

from __future__ import annotations

from math import asin, atanh, cos, inf, radians, sin, sqrt

_AXIS = 6378137.0  # metres, GRS 1980
_FLATTENING = 1 / 298.257222101
_LATITUDE, _LONGITUDE = radians(52), radians(10)
_EASTING, _NORTHING = 4321000.0, 3210000.0
_NOTHING = 1e-9
_SQUARED = _FLATTENING * (2 - _FLATTENING)
_ECCENTRICITY = sqrt(_SQUARED)


def projected(latitude: float, longitude: float) -> tuple[float, float]:
    """Easting and northing in metres of a place given in degrees; infinite for the antipode of 52° N 10° E, all around.

    >>> [round(metres, 2) for metres in projected(50, 5)]
    [3962799.45, 2999718.85]
    """
    beta = asin(_authalic(radians(latitude)) / _POLE)
    turned = radians(longitude) - _LONGITUDE
    stretch = 1 + sin(_CENTRE) * sin(beta) + cos(_CENTRE) * cos(beta) * cos(turned)
    if stretch < _NOTHING:
        return inf, inf
    b = _RADIUS * sqrt(2 / stretch)
    east = b * _SCALE * cos(beta) * sin(turned)
    north = b / _SCALE * (cos(_CENTRE) * sin(beta) - sin(_CENTRE) * cos(beta) * cos(turned))
    return _EASTING + east, _NORTHING + north


def _authalic(latitude: float) -> float:
    """The q of the source: what the area from the equator to a parallel is measured by."""
    e = _ECCENTRICITY * sin(latitude)
    return (1 - _SQUARED) * (sin(latitude) / (1 - e * e) + atanh(e) / _ECCENTRICITY)


_POLE = _authalic(radians(90))
_CENTRE = asin(_authalic(_LATITUDE) / _POLE)
_RADIUS = _AXIS * sqrt(_POLE / 2)
_SCALE = _AXIS * cos(_LATITUDE) / sqrt(1 - _SQUARED * sin(_LATITUDE) ** 2) / (_RADIUS * cos(_CENTRE))
