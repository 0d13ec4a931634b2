resource "aws_lb" "front" {
  subnets         = module.vpc.public_subnets
  security_groups = [aws_security_group.lb.id]
}
resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.front.arn
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.app.arn
  }
}
resource "aws_lb_target_group" "app" {
  vpc_id = module.vpc.vpc_id
}
resource "aws_ecs_cluster" "main" {
  name = "platform"
}
resource "aws_ecs_service" "app" {
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.app.arn
  load_balancer {
    target_group_arn = aws_lb_target_group.app.arn
    container_port   = 8080
  }
}
resource "aws_ecs_task_definition" "app" {
  container_definitions = jsonencode([{
    name  = "app"
    image = "${aws_ecr_repository.app.repository_url}:latest"
    environment = [{ name = "DB", value = aws_db_instance.main.address }]
  }])
}
resource "aws_ecr_repository" "app" {}
resource "aws_db_instance" "main" {
  engine = "postgres"
}
resource "aws_security_group" "lb" {}
module "vpc" {
  source = "terraform-aws-modules/vpc/aws"
}
