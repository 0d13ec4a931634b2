"""${{ values.name }}: ${{ values.source }} to ${{ values.warehouse }}."""

from datetime import datetime

from airflow.decorators import dag, task


@dag(
    dag_id="${{ values.name }}",
    schedule="${{ values.schedule }}",
    start_date=datetime(2026, 1, 1),
    catchup=False,
)
def pipeline():
    @task
    def extract():
        """Reads what is new in ${{ values.source }}."""
        raise NotImplementedError("the query of the source")

    @task
    def load(rows):
        """Writes it to ${{ values.warehouse }}."""
        raise NotImplementedError("the table of the warehouse")

    load(extract())


pipeline()
