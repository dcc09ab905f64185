/**
 * What any practitioner knows of common resource types, from the providers' documentation ("Forces new resource", "Changing this forces a
 * new resource to be created"): a type, the version where it matters, and paths by what a change of them does.
 */
export const wellKnownFacts = `
aws_instance: replace ami availability_zone subnet_id key_name ebs_block_device.volume_size associate_public_ip_address root_block_device.encrypted tenancy
aws_instance: update tags vpc_security_group_ids iam_instance_profile monitoring root_block_device.volume_size disable_api_termination
aws_instance: conditional instance_type user_data
aws_instance 3.9.0: replace user_data user_data_base64 ami cpu_core_count
aws_instance 5.31.0: replace cpu_options.core_count
aws_instance 6.10.0: update cpu_options.core_count
aws_launch_template: replace name name_prefix
aws_launch_template: update image_id instance_type user_data vpc_security_group_ids block_device_mappings tag_specifications
aws_launch_configuration: replace image_id instance_type user_data name security_groups
aws_autoscaling_group: replace name name_prefix
aws_autoscaling_group: update min_size max_size desired_capacity launch_template launch_configuration vpc_zone_identifier target_group_arns
aws_ebs_volume: replace availability_zone encrypted kms_key_id snapshot_id
aws_ebs_volume: update size type iops tags
aws_volume_attachment: replace device_name instance_id volume_id
aws_vpc: replace cidr_block
aws_vpc: update enable_dns_support enable_dns_hostnames tags
aws_subnet: replace vpc_id cidr_block availability_zone
aws_subnet: update map_public_ip_on_launch tags
aws_internet_gateway: update tags
aws_nat_gateway: replace subnet_id allocation_id
aws_eip: update tags instance
aws_route: replace route_table_id destination_cidr_block
aws_route: update gateway_id nat_gateway_id
aws_route_table: replace vpc_id
aws_route_table: update route tags
aws_security_group: replace name description vpc_id
aws_security_group: update ingress egress tags
aws_security_group_rule: replace type from_port to_port protocol cidr_blocks security_group_id
aws_security_group_rule: update description
aws_network_acl_rule: replace rule_number protocol rule_action
aws_lb: replace name internal load_balancer_type
aws_lb: update idle_timeout enable_deletion_protection tags access_logs
aws_lb_target_group: replace name port protocol vpc_id target_type
aws_lb_target_group: update health_check deregistration_delay stickiness
aws_lb_listener: replace load_balancer_arn
aws_lb_listener: update port protocol default_action ssl_policy certificate_arn
aws_lb_listener_rule: replace listener_arn
aws_lb_listener_rule: update action condition
aws_elb: replace name
aws_elb: update listener health_check instances
aws_db_instance: replace username storage_encrypted kms_key_id availability_zone character_set_name engine
aws_db_instance: update instance_class allocated_storage engine_version backup_retention_period multi_az password deletion_protection identifier
aws_db_instance 3.9.0: replace username engine storage_encrypted
aws_db_subnet_group: replace name
aws_db_subnet_group: update subnet_ids
aws_db_parameter_group: replace family name
aws_db_parameter_group: update parameter
aws_rds_cluster: replace cluster_identifier database_name storage_encrypted
aws_rds_cluster: update backup_retention_period deletion_protection
aws_dynamodb_table: replace name hash_key range_key
aws_dynamodb_table: update billing_mode read_capacity ttl stream_enabled
aws_s3_bucket: replace bucket
aws_s3_bucket: update tags force_destroy
aws_s3_object: replace bucket key
aws_s3_object: update content source etag
aws_s3_bucket_policy: replace bucket
aws_s3_bucket_policy: update policy
aws_sqs_queue: replace name fifo_queue
aws_sqs_queue: update visibility_timeout_seconds policy redrive_policy
aws_sns_topic: replace name fifo_topic
aws_sns_topic: update display_name policy
aws_sns_topic_subscription: replace topic_arn protocol endpoint
aws_sns_topic_subscription: update filter_policy raw_message_delivery
aws_kinesis_stream: replace name
aws_kinesis_stream: update shard_count retention_period
aws_kms_key: replace key_usage customer_master_key_spec
aws_kms_key: update description enable_key_rotation policy
aws_kms_alias: replace name
aws_kms_alias: update target_key_id
aws_iam_role: replace name path
aws_iam_role: update assume_role_policy description max_session_duration
aws_iam_policy: replace name description path
aws_iam_policy: update policy
aws_iam_role_policy_attachment: replace role policy_arn
aws_iam_user: update name path force_destroy
aws_iam_instance_profile: replace name
aws_iam_instance_profile: update role
aws_lambda_function: replace function_name package_type
aws_lambda_function: update handler runtime memory_size timeout source_code_hash environment role
aws_lambda_permission: replace action function_name principal
aws_ecs_task_definition: replace family cpu memory execution_role_arn
aws_ecs_service: replace name cluster
aws_ecs_service: update desired_count task_definition
aws_ecs_cluster: replace name
aws_ecr_repository: replace name
aws_ecr_repository: update image_tag_mutability image_scanning_configuration
aws_eks_cluster: replace name role_arn
aws_eks_cluster: update version
aws_eks_node_group: replace cluster_name instance_types ami_type node_role_arn subnet_ids disk_size
aws_eks_node_group: update scaling_config version release_version
aws_route53_zone: replace name delegation_set_id
aws_route53_zone: update comment
aws_route53_record: replace zone_id name
aws_route53_record: update ttl records type
aws_cloudwatch_log_group: replace name
aws_cloudwatch_log_group: update retention_in_days kms_key_id
aws_cloudwatch_metric_alarm: replace alarm_name
aws_cloudwatch_metric_alarm: update threshold period
aws_efs_file_system: replace creation_token encrypted kms_key_id performance_mode
aws_efs_file_system: update throughput_mode
aws_efs_mount_target: replace subnet_id file_system_id
aws_elasticache_cluster: replace cluster_id engine port subnet_group_name
aws_elasticache_cluster: update num_cache_nodes
aws_elasticache_replication_group: replace replication_group_id at_rest_encryption_enabled
aws_key_pair: replace key_name public_key
aws_secretsmanager_secret: replace name
aws_secretsmanager_secret: update description kms_key_id
aws_ssm_parameter: replace name
aws_ssm_parameter: update value description
aws_acm_certificate: replace validation_method
azurerm_resource_group: replace name location
azurerm_resource_group: update tags
azurerm_linux_virtual_machine: replace name location admin_username computer_name custom_data source_image_id source_image_reference
azurerm_linux_virtual_machine: update size tags network_interface_ids
azurerm_windows_virtual_machine: replace admin_username admin_password custom_data
azurerm_managed_disk: replace create_option location
azurerm_virtual_network: replace name location resource_group_name
azurerm_virtual_network: update address_space
azurerm_subnet: replace name virtual_network_name
azurerm_subnet: update address_prefixes
azurerm_network_interface: replace location name
azurerm_public_ip: replace sku zones
azurerm_storage_account: replace name is_hns_enabled
azurerm_storage_account: update access_tier https_traffic_only_enabled
azurerm_storage_account: conditional account_replication_type
azurerm_storage_container: replace name
azurerm_key_vault: replace name location
azurerm_key_vault: update sku_name tenant_id
azurerm_key_vault_secret: replace name
azurerm_key_vault_secret: update value
azurerm_kubernetes_cluster: replace dns_prefix name location
azurerm_kubernetes_cluster: update kubernetes_version
azurerm_mssql_server: replace administrator_login version name
azurerm_mssql_database: replace server_id collation
azurerm_postgresql_flexible_server: replace delegated_subnet_id
azurerm_postgresql_flexible_server: update sku_name
google_compute_instance: replace name zone boot_disk
google_compute_instance: update machine_type metadata tags labels
google_compute_instance: conditional metadata_startup_script
google_compute_disk: replace zone type image
google_compute_disk: conditional size
google_compute_network: replace name auto_create_subnetworks
google_compute_subnetwork: replace name network region
google_compute_firewall: replace name
google_compute_firewall: update allow source_ranges target_tags
google_compute_instance_template: replace machine_type metadata disk
google_compute_instance_group_manager: replace name zone base_instance_name
google_compute_instance_group_manager: update version target_size
google_storage_bucket: replace name location
google_storage_bucket: update force_destroy versioning labels
google_sql_database_instance: replace name region
google_sql_database_instance: update settings.tier
google_container_cluster: replace name location network
google_container_node_pool: replace cluster name
google_container_node_pool: update node_count version
google_pubsub_topic: replace name
google_pubsub_subscription: replace topic
google_kms_crypto_key: replace key_ring purpose
google_service_account: replace account_id
google_service_account: update display_name
google_dns_record_set: replace managed_zone name
google_dns_record_set: update ttl rrdatas
google_redis_instance: replace tier region
kubernetes_deployment: replace metadata.name metadata.namespace spec.selector
kubernetes_deployment: update spec.replicas spec.template metadata.labels
kubernetes_service: replace metadata.name
kubernetes_service: update spec.selector spec.type
kubernetes_config_map: replace metadata.name
kubernetes_config_map: conditional data
kubernetes_namespace: replace metadata.name
kubernetes_persistent_volume_claim: replace spec.access_modes spec.storage_class_name
kubernetes_stateful_set: replace spec.service_name spec.volume_claim_template
helm_release: replace name namespace
helm_release: update chart version values set
random_id: replace byte_length keepers prefix
random_password: replace length special keepers
random_pet: replace length prefix separator
random_integer: replace min max
random_string: conditional override_special
null_resource: replace triggers
local_file: replace content filename
terraform_data: replace triggers_replace
terraform_data: update input
time_static: replace triggers rfc3339
time_sleep: replace triggers
time_sleep: update create_duration
tls_private_key: replace algorithm rsa_bits ecdsa_curve
tls_self_signed_cert: replace validity_period_hours allowed_uses
`;

/** One fact a row: type, version, path, fact. */
export function factRows(): readonly (readonly [type: string, version: string | null, path: string, fact: string])[] {
  return wellKnownFacts
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [about = "", told = ""] = line.split(": ");
      const [type = "", version] = about.split(" ");
      const [fact = "", ...paths] = told.split(" ");
      return paths.map((path) => [type, version ?? null, path, fact] as const);
    });
}
