issue.customFields."Tags".value = replica.customFields."Impact"?.value?.collect { "acme-" + (it.hasProperty("label") ? it.label : it) }
