module "orders_db" {
  source  = "terraform-aws-modules/rds/aws"
  version = "6.0"
}
module "network" {
  source = "./modules/network"
}
resource "aws_instance" "app" {
  user_data = "DB=${module.orders_db.db_instance_address}"
  subnet_id = module.network.subnet
}
variable "x" {}
output "y" { value = aws_instance.app.id }
