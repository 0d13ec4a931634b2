resource "aws_iot_topic_rule" "posiciones" {
  name        = "posiciones"
  sql         = "SELECT * FROM 'flota/+/posicion'"
  sql_version = "2016-03-23"
  enabled     = true

  lambda {
    function_arn = aws_lambda_function.ingesta.arn
  }
}

resource "aws_lambda_function" "ingesta" {
  function_name = "ingesta"
  runtime       = "python3.12"
  handler       = "ingesta.handler"
  role          = aws_iam_role.ingesta.arn

  environment {
    variables = {
      TABLA    = aws_dynamodb_table.posiciones.name
      RECHAZOS = aws_sqs_queue.rechazos.url
    }
  }
}

resource "aws_dynamodb_table" "posiciones" {
  name     = "posiciones"
  hash_key = "camion"

  attribute {
    name = "camion"
    type = "S"
  }
}

resource "aws_sqs_queue" "rechazos" {
  name = "rechazos"
}

resource "aws_iam_role" "ingesta" {
  name               = "ingesta"
  assume_role_policy = data.aws_iam_policy_document.lambda.json
}
