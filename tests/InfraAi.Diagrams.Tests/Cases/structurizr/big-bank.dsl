workspace "Big bank" "The internet banking system" {
    model {
        customer = person "Personal customer" "A customer of the bank."
        bank = softwareSystem "Internet banking" "Lets customers view their accounts." {
            web = container "Web application" "Delivers the pages." "Java and Spring MVC"
            db = container "Database" "Stores users." "Oracle Database" "Database"
        }
        mail = softwareSystem "E-mail system" "Microsoft Exchange" "External"
        customer -> web "Uses" "HTTPS"
        web -> db "Reads from and writes to"
        bank -> mail "Sends e-mail using"
    }
    views {
        systemContext bank {
            include *
            autolayout lr
        }
        styles {
            element "Person" {
                shape person
            }
        }
    }
}
