provider "aws" {
  region = var.region
}
module "dynamodb" {
  source = "./modules/dynamodb"
}
module "lambda" {
  source     = "./modules/lambda"
  table_name = module.dynamodb.table_name
}
module "api_gateway" {
  source            = "./modules/api_gateway"
  lambda_invoke_arn = module.lambda.invoke_arn
}
module "helpers" {
  source = "./modules/helpers"
}
