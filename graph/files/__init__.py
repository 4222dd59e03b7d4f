"""Documents and the files they are kept in: JSON that a person can read, in a ZIP archive where arrays are large."""

from graph.files.differentiated import gradient_document, hessian_document
from graph.files.document import Document
from graph.files.loading import FORMAT, VERSION, decode, load
from graph.files.saving import save

__all__ = ["FORMAT", "VERSION", "Document", "decode", "gradient_document", "hessian_document", "load", "save"]
