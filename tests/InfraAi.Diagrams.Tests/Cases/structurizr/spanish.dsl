workspace "Tienda" "Vende libros" {
    model {
        cliente = person "Cliente"
        tienda = softwareSystem "Tienda en línea" {
            web = container "Aplicación web" "Muestra el catálogo" "React"
            bd = container "Base de datos" "Guarda los pedidos" "MySQL" "Database"
        }
        cliente -> web "Compra en"
        web -> bd "Lee y escribe en"
    }
}
