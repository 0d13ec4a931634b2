resource "azurerm_resource_group" "shop" {
  name     = "rg-shop"
  location = "westeurope"
}
resource "azurerm_service_plan" "plan" {
  resource_group_name = azurerm_resource_group.shop.name
}
resource "azurerm_linux_web_app" "web" {
  resource_group_name = azurerm_resource_group.shop.name
  service_plan_id     = azurerm_service_plan.plan.id
  app_settings = {
    "COSMOS" = azurerm_cosmosdb_account.db.endpoint
    KEYVAULT = "@Microsoft.KeyVault(${azurerm_key_vault.kv.vault_uri})"
  }
}
resource "azurerm_cosmosdb_account" "db" {
  resource_group_name = azurerm_resource_group.shop.name
}
resource "azurerm_key_vault" "kv" {
  resource_group_name = azurerm_resource_group.shop.name
}
