workspace "Live" {
    model {
        s = softwareSystem "Shop" {
            web = container "Web" "" "Nginx"
        }
        live = deploymentEnvironment "Live" {
            aws = deploymentNode "Amazon Web Services" "" "AWS" {
                lb = infrastructureNode "Load balancer" "Spreads requests" "Elastic Load Balancing"
                ec2 = deploymentNode "Web server" "" "Amazon EC2" {
                    inst = containerInstance web
                }
                lb -> inst "Forwards to"
            }
        }
    }
}
