resource "aws_lambda_function" "api" {
  role = aws_iam_role.api.arn
}
resource "aws_iam_role" "api" {}
resource "aws_iam_role_policy" "api" {
  role   = aws_iam_role.api.id
  policy = data.aws_iam_policy_document.api.json
}
data "aws_iam_policy_document" "api" {
  statement {
    actions   = ["dynamodb:PutItem"]
    resources = [aws_dynamodb_table.carts.arn, "${aws_s3_bucket.receipts.arn}/*"]
  }
}
resource "aws_dynamodb_table" "carts" {}
resource "aws_s3_bucket" "receipts" {}
resource "aws_apigatewayv2_api" "http" {
  protocol_type = "HTTP"
}
resource "aws_apigatewayv2_integration" "api" {
  api_id          = aws_apigatewayv2_api.http.id
  integration_uri = aws_lambda_function.api.invoke_arn
}
