"""Names of static files: hashed once they are collected, so that browsers may keep them for a year; plain before."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedFiles(ManifestStaticFilesStorage):
    """Hashes the names, also inside `import … from "./other.js"` of our ES modules. Tests, which collect nothing, and
    the development server see the plain names."""

    support_js_module_import_aggregation = True
    # One pass for each step of the longest chain of imports, and one to see that nothing changes any more.
    max_post_process_passes = 16

    def stored_name(self, name: str) -> str:
        """The hashed name, or `name` itself where nothing was collected."""
        return str(super().stored_name(name)) if self.hashed_files else name
