workspace "Clínica Norte" {
  model {
    paciente = person "Paciente"
    clinica = softwareSystem "Clínica" {
      portal = container "Portal de pacientes" "Pide y cambia citas" "React"
      citas = container "Servicio de citas" "Agenda" "Java"
      historia = container "Servicio de historia clínica" "Episodios" "Java"
      archivo = container "Archivo de imágenes" "Radiografías" "MinIO" "Storage"
    }
    paciente -> portal "Pide cita"
    portal -> citas "HTTPS"
    citas -> historia "Consulta"
    historia -> archivo "Guarda imágenes"
  }
}
