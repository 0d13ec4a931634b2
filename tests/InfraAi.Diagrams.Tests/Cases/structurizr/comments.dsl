/* A workspace
   with comments */
workspace "Notes" {
    // people
    model {
        # systems
        s = softwareSystem "Billing" {
            c1 = container "Billing API" "Bills" "Node.js" "Service"
            c2 = container "Jobs" "Nightly jobs" "Python"
        }
        c2 -> c1 "Calls"
        c1 -> c2 "Triggers"
    }
}
