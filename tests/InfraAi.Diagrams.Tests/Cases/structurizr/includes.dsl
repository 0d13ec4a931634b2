workspace extends ../base.dsl {
    model {
        !include people.dsl
        x = softwareSystem "Reports"
        y = softwareSystem "Data warehouse"
        x -> y "Queries"
        x -> missing "Uses"
    }
}
