workspace "Company" {
    model {
        group "Sales" {
            crm = softwareSystem "CRM"
            shop = softwareSystem "Shop"
        }
        erp = softwareSystem "ERP" {
            description "Books everything"
        }
        shop -> crm "Sends customers to"
        shop -> erp "Sends invoices to"
    }
}
