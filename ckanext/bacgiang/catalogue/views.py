"""Pages of the catalogue that CKAN does not have."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Blueprint

bacgiang_terms = Blueprint("bacgiang_terms", __name__)


@bacgiang_terms.route("/dieu-khoan-su-dung")
def open_data() -> str:
    """Show the terms of use of open data (Decree 47/2020 Art. 18), the page the licence names."""
    return tk.render("bacgiang/catalogue/terms.html")
