workspace {
    !identifiers hierarchical
    model {
        shop = softwareSystem "Shop" {
            api = container "API" {
                technology "Go"
                orders = component "Orders" "Handles orders"
                -> shop.db "Stores in"
                orders -> db "Writes to"
            }
            db = container "DB" "" "PostgreSQL"
        }
        u = person "User"
        u -> shop.api
    }
}
