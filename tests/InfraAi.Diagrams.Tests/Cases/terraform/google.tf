resource "google_pubsub_topic" "events" { name = "events" }
resource "google_pubsub_subscription" "push" {
  name  = "push"
  topic = google_pubsub_topic.events.id
  push_config {
    push_endpoint = google_cloud_run_v2_service.consumer.uri
  }
}
resource "google_cloud_run_v2_service" "consumer" {
  name = "consumer"
  template {
    containers {
      image = "gcr.io/acme/consumer"
      env {
        name  = "INSTANCE"
        value = google_sql_database_instance.main.connection_name
      }
    }
  }
}
resource "google_sql_database_instance" "main" {
  name             = "orders-sql"
  database_version = "POSTGRES_16"
}
