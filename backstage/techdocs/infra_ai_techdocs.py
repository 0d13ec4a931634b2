"""The MkDocs plugin `techdocs-core` on Debian's mkdocs and mkdocs-material: what a TechDocs page needs, and no more."""

import json
from pathlib import Path

from mkdocs.contrib.search import SearchPlugin
from mkdocs.plugins import BasePlugin
from mkdocs.theme import Theme

EXTENSIONS = [
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.superfences",
    "pymdownx.tabbed",
]


class TechDocsCore(BasePlugin):
    """Backstage shows the content only: the theme gives it its shape, search its index."""

    def on_config(self, config):
        # Material asks Google for its font unless told not to.
        config["theme"] = Theme(name="material", font=False, features=["navigation.footer"])
        present = config["markdown_extensions"]
        present.extend(e for e in EXTENSIONS if e not in present)
        config["mdx_configs"].setdefault("toc", {})["permalink"] = True
        if "search" not in config["plugins"]:
            search = SearchPlugin()
            search.load_config({})
            config["plugins"]["search"] = search
            config = search.on_config(config)
        return config

    def on_post_build(self, config):
        about = {
            "site_name": config["site_name"],
            "site_description": config["site_description"],
        }
        path = Path(config["site_dir"]) / "techdocs_metadata.json"
        path.write_text(json.dumps(about), encoding="utf-8")
