# comments, heredocs and functions
locals {
  table = aws_dynamodb_table.t.name // the table
}
/* block
   comment { */
resource "aws_lambda_function" "fn" {
  description = "uses \"quotes\" and ${"nested ${upper("templates")}"} { [ ("
  environment { variables = { T = local.table, N = "aws_sqs_queue.not_a_reference.arn" } }
  inline = <<-EOT
    not aws_s3_bucket.b.arn but ${aws_s3_bucket.b.arn}
    } {
  EOT
}
resource "aws_dynamodb_table" "t" { name = "t" }
resource "aws_s3_bucket" "b" {}
resource "aws_sqs_queue" "not_a_reference" {}
data "template_file" "x" { template = templatefile("x.tpl", {}) }
