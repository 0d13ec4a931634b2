workspace "Elements" {
    model {
        k = element "Kafka cluster" "Apache Kafka" "Message broker"
        p = softwareSystem "Producer"
        p --https-> k "Publishes to"
        p -> k "Publishes events to" "TCP" "Async"
    }
}
