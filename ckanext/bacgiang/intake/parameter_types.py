"""Of which type a parameter of an action is, by its name: CKAN's own words in its documentation."""

from __future__ import annotations

TEXTS = frozenset(
    [
        "activity_type",
        "agency",
        "capacity",
        "endpoint",
        "entity_id",
        "entity_type",
        "entry",
        "entry_id",
        "format",
        "group_id",
        "group_type",
        "id",
        "id2",
        "incomplete",
        "lang_code",
        "location",
        "logic_function",
        "name_or_id",
        "object",
        "object_type",
        "order_by",
        "org_id",
        "organization_id",
        "owner_org",
        "owner_type",
        "package_id",
        "permission",
        "relationship",
        "resource_id",
        "role",
        "sort",
        "storage",
        "subject",
        "task_type",
        "term",
        "type",
        "user",
        "user_id",
        "username",
        "view_type",
        "vocabulary_id",
    ]
)
"""Parameters that name one thing, or are one word, whatever the action."""

WORDS = frozenset(
    [
        "about",
        "comment",
        "description",
        "email",
        "fullname",
        "image_url",
        "key",
        "name",
        "rel",
        "title",
        "url",
    ]
)
"""Parameters that are text, whatever the action; what cannot be stored may be cleaned away."""

REFERENCES = frozenset(
    [
        "capacity",
        "group_id",
        "id",
        "id2",
        "name_or_id",
        "object",
        "org_id",
        "organization_id",
        "package_id",
        "resource_id",
        "role",
        "subject",
        "user_id",
        "username",
    ]
)
"""Parameters of which an empty text names nothing."""

NUMBERS = frozenset(["days", "limit", "offset", "offset_days", "page", "rows", "start"])
"""Parameters that count."""

SWITCHES = frozenset(
    [
        "all_fields",
        "all_users",
        "am_member",
        "available_only",
        "defer_commit",
        "dry_run",
        "facet_only",
        "use_default_schema",
        "with_apitoken",
    ]
)
"""Parameters that say yes or no, beside every one that begins with ``include_``."""

LISTS = frozenset(["fq_list", "lang_codes", "terms", "view_types"])
"""Parameters that are lists of texts; one text stands for a list of one."""

OF_ACTION: dict[str, dict[str, str]] = {
    "package_relationship_create": {"type": "relationship"},
    "package_relationship_delete": {"type": "relationship"},
    "package_relationship_update": {"type": "relationship"},
    "package_relationships_list": {"rel": "relationship"},
    "resource_view_clear": {"view_types": "texts"},
    "group_list": {"groups": "list", "q": "text"},
    "organization_list": {"organizations": "list", "groups": "list", "q": "text"},
    "tag_search": {"fields": "object", "query": "list"},
    "tag_autocomplete": {"fields": "object", "query": "list", "q": "list"},
    "tag_list": {"query": "text", "q": "text"},
    "resource_search": {"fields": "object", "query": "list"},
    "package_resource_reorder": {"order": "list"},
    "resource_view_reorder": {"order": "list"},
    "package_search": {"q": "text"},
    "package_create_default_resource_views": {"package": "object"},
    "resource_create_default_resource_views": {"package": "object", "resource": "object"},
    "task_status_update_many": {"data": "rows"},
    "term_translation_update_many": {"data": "rows"},
    "user_create": {"plugin_extras": "object"},
    "user_update": {"plugin_extras": "object"},
    "user_patch": {"plugin_extras": "object"},
    "user_list": {"q": "text", "email": "text"},
    "user_autocomplete": {"q": "text"},
    "package_autocomplete": {"q": "text"},
    "format_autocomplete": {"q": "text"},
    "group_autocomplete": {"q": "text"},
    "organization_autocomplete": {"q": "text"},
}
"""Parameters whose type hangs on the action."""

NULL_IS_NOTHING = TEXTS - {"owner_org", "format", "type"} | NUMBERS | SWITCHES
"""Parameters of which null is no value: they count as not sent."""


def kind_of(name: str) -> str:
    """Return the type that a parameter of this name has whatever the action, or nothing."""
    if name.startswith("include_"):
        return "switch"
    kinds = (
        ("text", TEXTS | WORDS),
        ("number", NUMBERS),
        ("switch", SWITCHES),
        ("list", LISTS),
    )
    return next((kind for kind, names in kinds if name in names), "")
