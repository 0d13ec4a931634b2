workspace {
    model {
        a = softwareSystem "Portal" {
            -> b "Calls"
            web = container "Web" {
                this -> b "Redirects to"
            }
        }
        b = softwareSystem "Identity provider"
    }
}
