resource "aws_cloudfront_distribution" "site" {
  web_acl_id = aws_wafv2_web_acl.edge.arn
  origin {
    domain_name = aws_s3_bucket.site.bucket_regional_domain_name
    origin_id   = "site"
  }
  origin {
    domain_name = aws_lb.api.dns_name
    origin_id   = "api"
  }
}
resource "aws_s3_bucket" "site" {}
resource "aws_lb" "api" {}
resource "aws_wafv2_web_acl" "edge" {}
resource "aws_route53_zone" "main" { name = "example.com" }
resource "aws_route53_record" "www" {
  zone_id = aws_route53_zone.main.zone_id
  alias {
    name = aws_cloudfront_distribution.site.domain_name
  }
}
