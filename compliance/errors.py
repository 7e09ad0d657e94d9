"""What can be wrong with evidence.

ComplianceError
├── ProofError      a proof, signature, hash or file does not fit (anyone who touched it; exit 3)
├── EvidenceError   what was handed in is no evidence, or of a newer format (exit 2)
├── ReportError     this report cannot be made of this bundle, or not here (whoever asked; exit 2)
└── WriteError      the report cannot be written (the machine; exit 5)
"""

from __future__ import annotations

from policy.errors import BojagiError


class ComplianceError(BojagiError):
    """Base of what the compliance package tells."""

    package = "compliance"


class ProofError(ComplianceError):
    """Evidence was changed, or was never right. Ask its sender for another copy; trust neither."""

    exit_code = 3


class EvidenceError(ComplianceError):
    """The path is not evidence that this version can read. Check the path, or update."""

    exit_code = 2


class ReportError(ComplianceError):
    """The report that was asked for cannot be made of this. Ask for another, or of another."""

    exit_code = 2


class WriteError(ComplianceError):
    """The report cannot be written here: no space, no permission. Choose another folder."""

    exit_code = 5
