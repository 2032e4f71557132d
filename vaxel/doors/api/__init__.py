"""`/api/v1`: the door for machines. Tokens bound to a role and a site, typed JSON, keys, one error shape."""
