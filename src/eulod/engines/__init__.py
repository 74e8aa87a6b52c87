"""The engines that run compiled expressions; the only modules that know one by name."""
