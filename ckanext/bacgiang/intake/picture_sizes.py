"""How large a picture may be, told before anything is stored and with the limit.

CKAN finds out while it writes, and says so in English without the limit.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.uploader import Upload
from werkzeug.datastructures import FileStorage

from ckanext.bacgiang.catalogue import uploads


def mend() -> None:
    """Have pictures measured where CKAN first takes them; a second call changes nothing."""
    if not hasattr(Upload.update_data_dict, "__wrapped__"):
        Upload.update_data_dict = _measured(Upload.update_data_dict)  # type: ignore[method-assign]


def _measured(original: Any) -> Any:
    @wraps(original)
    def update_data_dict(
        self: Any, data_dict: dict[str, Any], url_field: str, file_field: str, clear_field: str
    ) -> None:
        upload = data_dict.get(file_field)
        if isinstance(upload, FileStorage) and upload.filename:
            message = uploads.too_large(upload, "ckan.max_image_size")
            if message:
                raise tk.ValidationError({file_field: [message]})
        original(self, data_dict, url_field, file_field, clear_field)

    return update_data_dict
