"""A hook of mkdocs: links of the documents to files outside of docs lead to the repository."""

import posixpath
import re

OUTWARD = re.compile(r"\]\(((?:\.\./)+[^)#\s]+)(#[^)\s]+)?\)")


def on_page_markdown(markdown, page, config, files):
    folder = posixpath.dirname("docs/" + page.file.src_path)

    def target(link):
        path = posixpath.normpath(posixpath.join(folder, link.group(1)))
        if path.startswith("docs/"):
            return link.group(0)
        return f"]({config['repo_url']}/blob/main/{path}{link.group(2) or ''})"

    return OUTWARD.sub(target, markdown)
