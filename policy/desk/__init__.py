"""What a rule author works at: the commands of `bojagi-policy`, and cases beside a bundle."""
