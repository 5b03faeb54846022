-- Every change of an aggregate leaves its root in `change`, whoever made it: the loader reads these aggregates again.
-- A child's trigger takes the root's key from the child itself, since in a cascade the root is already gone.
-- INSERT OR REPLACE is forbidden everywhere: it deletes without firing a delete trigger.

-- Aggregate roots -----------------------------------------------------------------------------------------------------

CREATE TRIGGER node_inserted AFTER INSERT ON node BEGIN
    INSERT INTO change (aggregate, key) VALUES ('node', NEW.id);
END;
CREATE TRIGGER node_updated AFTER UPDATE ON node BEGIN
    INSERT INTO change (aggregate, key) SELECT 'node', OLD.id UNION SELECT 'node', NEW.id;
END;
CREATE TRIGGER node_deleted AFTER DELETE ON node BEGIN
    INSERT INTO change (aggregate, key) VALUES ('node', OLD.id);
END;

CREATE TRIGGER cm_group_inserted AFTER INSERT ON cm_group BEGIN
    INSERT INTO change (aggregate, key) VALUES ('cm_group', NEW.id);
END;
CREATE TRIGGER cm_group_updated AFTER UPDATE ON cm_group BEGIN
    INSERT INTO change (aggregate, key) SELECT 'cm_group', OLD.id UNION SELECT 'cm_group', NEW.id;
END;
CREATE TRIGGER cm_group_deleted AFTER DELETE ON cm_group BEGIN
    INSERT INTO change (aggregate, key) VALUES ('cm_group', OLD.id);
END;

CREATE TRIGGER date_time_group_inserted AFTER INSERT ON date_time_group BEGIN
    INSERT INTO change (aggregate, key) VALUES ('date_time_group', NEW.id);
END;
CREATE TRIGGER date_time_group_updated AFTER UPDATE ON date_time_group BEGIN
    INSERT INTO change (aggregate, key) SELECT 'date_time_group', OLD.id UNION SELECT 'date_time_group', NEW.id;
END;
CREATE TRIGGER date_time_group_deleted AFTER DELETE ON date_time_group BEGIN
    INSERT INTO change (aggregate, key) VALUES ('date_time_group', OLD.id);
END;

CREATE TRIGGER region_inserted AFTER INSERT ON region BEGIN
    INSERT INTO change (aggregate, key) VALUES ('region', NEW.id);
END;
CREATE TRIGGER region_updated AFTER UPDATE ON region BEGIN
    INSERT INTO change (aggregate, key) SELECT 'region', OLD.id UNION SELECT 'region', NEW.id;
END;
CREATE TRIGGER region_deleted AFTER DELETE ON region BEGIN
    INSERT INTO change (aggregate, key) VALUES ('region', OLD.id);
END;

CREATE TRIGGER location_inserted AFTER INSERT ON location BEGIN
    INSERT INTO change (aggregate, key) VALUES ('location', NEW.id);
END;
CREATE TRIGGER location_updated AFTER UPDATE ON location BEGIN
    INSERT INTO change (aggregate, key) SELECT 'location', OLD.id UNION SELECT 'location', NEW.id;
END;
CREATE TRIGGER location_deleted AFTER DELETE ON location BEGIN
    INSERT INTO change (aggregate, key) VALUES ('location', OLD.id);
END;

CREATE TRIGGER srst_reference_inserted AFTER INSERT ON srst_reference BEGIN
    INSERT INTO change (aggregate, key) VALUES ('srst_reference', NEW.id);
END;
CREATE TRIGGER srst_reference_updated AFTER UPDATE ON srst_reference BEGIN
    INSERT INTO change (aggregate, key) SELECT 'srst_reference', OLD.id UNION SELECT 'srst_reference', NEW.id;
END;
CREATE TRIGGER srst_reference_deleted AFTER DELETE ON srst_reference BEGIN
    INSERT INTO change (aggregate, key) VALUES ('srst_reference', OLD.id);
END;

CREATE TRIGGER device_pool_inserted AFTER INSERT ON device_pool BEGIN
    INSERT INTO change (aggregate, key) VALUES ('device_pool', NEW.id);
END;
CREATE TRIGGER device_pool_updated AFTER UPDATE ON device_pool BEGIN
    INSERT INTO change (aggregate, key) SELECT 'device_pool', OLD.id UNION SELECT 'device_pool', NEW.id;
END;
CREATE TRIGGER device_pool_deleted AFTER DELETE ON device_pool BEGIN
    INSERT INTO change (aggregate, key) VALUES ('device_pool', OLD.id);
END;

CREATE TRIGGER phone_model_inserted AFTER INSERT ON phone_model BEGIN
    INSERT INTO change (aggregate, key) VALUES ('phone_model', NEW.id);
END;
CREATE TRIGGER phone_model_updated AFTER UPDATE ON phone_model BEGIN
    INSERT INTO change (aggregate, key) SELECT 'phone_model', OLD.id UNION SELECT 'phone_model', NEW.id;
END;
CREATE TRIGGER phone_model_deleted AFTER DELETE ON phone_model BEGIN
    INSERT INTO change (aggregate, key) VALUES ('phone_model', OLD.id);
END;

CREATE TRIGGER button_template_inserted AFTER INSERT ON button_template BEGIN
    INSERT INTO change (aggregate, key) VALUES ('button_template', NEW.id);
END;
CREATE TRIGGER button_template_updated AFTER UPDATE ON button_template BEGIN
    INSERT INTO change (aggregate, key) SELECT 'button_template', OLD.id UNION SELECT 'button_template', NEW.id;
END;
CREATE TRIGGER button_template_deleted AFTER DELETE ON button_template BEGIN
    INSERT INTO change (aggregate, key) VALUES ('button_template', OLD.id);
END;

CREATE TRIGGER softkey_template_inserted AFTER INSERT ON softkey_template BEGIN
    INSERT INTO change (aggregate, key) VALUES ('softkey_template', NEW.id);
END;
CREATE TRIGGER softkey_template_updated AFTER UPDATE ON softkey_template BEGIN
    INSERT INTO change (aggregate, key) SELECT 'softkey_template', OLD.id UNION SELECT 'softkey_template', NEW.id;
END;
CREATE TRIGGER softkey_template_deleted AFTER DELETE ON softkey_template BEGIN
    INSERT INTO change (aggregate, key) VALUES ('softkey_template', OLD.id);
END;

CREATE TRIGGER device_default_inserted AFTER INSERT ON device_default BEGIN
    INSERT INTO change (aggregate, key) VALUES ('device_default', NEW.model);
END;
CREATE TRIGGER device_default_updated AFTER UPDATE ON device_default BEGIN
    INSERT INTO change (aggregate, key) SELECT 'device_default', OLD.model UNION SELECT 'device_default', NEW.model;
END;
CREATE TRIGGER device_default_deleted AFTER DELETE ON device_default BEGIN
    INSERT INTO change (aggregate, key) VALUES ('device_default', OLD.model);
END;

CREATE TRIGGER route_partition_inserted AFTER INSERT ON route_partition BEGIN
    INSERT INTO change (aggregate, key) VALUES ('route_partition', NEW.id);
END;
CREATE TRIGGER route_partition_updated AFTER UPDATE ON route_partition BEGIN
    INSERT INTO change (aggregate, key) SELECT 'route_partition', OLD.id UNION SELECT 'route_partition', NEW.id;
END;
CREATE TRIGGER route_partition_deleted AFTER DELETE ON route_partition BEGIN
    INSERT INTO change (aggregate, key) VALUES ('route_partition', OLD.id);
END;

CREATE TRIGGER directory_number_inserted AFTER INSERT ON directory_number BEGIN
    INSERT INTO change (aggregate, key) VALUES ('directory_number', NEW.id);
END;
CREATE TRIGGER directory_number_updated AFTER UPDATE ON directory_number BEGIN
    INSERT INTO change (aggregate, key) SELECT 'directory_number', OLD.id UNION SELECT 'directory_number', NEW.id;
END;
CREATE TRIGGER directory_number_deleted AFTER DELETE ON directory_number BEGIN
    INSERT INTO change (aggregate, key) VALUES ('directory_number', OLD.id);
END;

CREATE TRIGGER device_inserted AFTER INSERT ON device BEGIN
    INSERT INTO change (aggregate, key) VALUES ('device', NEW.id);
END;
CREATE TRIGGER device_updated AFTER UPDATE ON device BEGIN
    INSERT INTO change (aggregate, key) SELECT 'device', OLD.id UNION SELECT 'device', NEW.id;
END;
CREATE TRIGGER device_deleted AFTER DELETE ON device BEGIN
    INSERT INTO change (aggregate, key) VALUES ('device', OLD.id);
END;

CREATE TRIGGER phone_service_inserted AFTER INSERT ON phone_service BEGIN
    INSERT INTO change (aggregate, key) VALUES ('phone_service', NEW.id);
END;
CREATE TRIGGER phone_service_updated AFTER UPDATE ON phone_service BEGIN
    INSERT INTO change (aggregate, key) SELECT 'phone_service', OLD.id UNION SELECT 'phone_service', NEW.id;
END;
CREATE TRIGGER phone_service_deleted AFTER DELETE ON phone_service BEGIN
    INSERT INTO change (aggregate, key) VALUES ('phone_service', OLD.id);
END;

CREATE TRIGGER parameter_inserted AFTER INSERT ON parameter BEGIN
    INSERT INTO change (aggregate, key) VALUES ('parameter', NEW.id);
END;
CREATE TRIGGER parameter_updated AFTER UPDATE ON parameter BEGIN
    INSERT INTO change (aggregate, key) SELECT 'parameter', OLD.id UNION SELECT 'parameter', NEW.id;
END;
CREATE TRIGGER parameter_deleted AFTER DELETE ON parameter BEGIN
    INSERT INTO change (aggregate, key) VALUES ('parameter', OLD.id);
END;

CREATE TRIGGER dhcp_subnet_inserted AFTER INSERT ON dhcp_subnet BEGIN
    INSERT INTO change (aggregate, key) VALUES ('dhcp_subnet', NEW.id);
END;
CREATE TRIGGER dhcp_subnet_updated AFTER UPDATE ON dhcp_subnet BEGIN
    INSERT INTO change (aggregate, key) SELECT 'dhcp_subnet', OLD.id UNION SELECT 'dhcp_subnet', NEW.id;
END;
CREATE TRIGGER dhcp_subnet_deleted AFTER DELETE ON dhcp_subnet BEGIN
    INSERT INTO change (aggregate, key) VALUES ('dhcp_subnet', OLD.id);
END;

-- Their children ------------------------------------------------------------------------------------------------------

CREATE TRIGGER cm_group_member_inserted AFTER INSERT ON cm_group_member BEGIN
    INSERT INTO change (aggregate, key) VALUES ('cm_group', NEW.cm_group);
END;
CREATE TRIGGER cm_group_member_updated AFTER UPDATE ON cm_group_member BEGIN
    INSERT INTO change (aggregate, key) SELECT 'cm_group', OLD.cm_group UNION SELECT 'cm_group', NEW.cm_group;
END;
CREATE TRIGGER cm_group_member_deleted AFTER DELETE ON cm_group_member BEGIN
    INSERT INTO change (aggregate, key) VALUES ('cm_group', OLD.cm_group);
END;

CREATE TRIGGER button_template_button_inserted AFTER INSERT ON button_template_button BEGIN
    INSERT INTO change (aggregate, key) VALUES ('button_template', NEW.template);
END;
CREATE TRIGGER button_template_button_updated AFTER UPDATE ON button_template_button BEGIN
    INSERT INTO change (aggregate, key) SELECT 'button_template', OLD.template UNION SELECT 'button_template', NEW.template;
END;
CREATE TRIGGER button_template_button_deleted AFTER DELETE ON button_template_button BEGIN
    INSERT INTO change (aggregate, key) VALUES ('button_template', OLD.template);
END;

CREATE TRIGGER softkey_template_key_inserted AFTER INSERT ON softkey_template_key BEGIN
    INSERT INTO change (aggregate, key) VALUES ('softkey_template', NEW.template);
END;
CREATE TRIGGER softkey_template_key_updated AFTER UPDATE ON softkey_template_key BEGIN
    INSERT INTO change (aggregate, key) SELECT 'softkey_template', OLD.template UNION SELECT 'softkey_template', NEW.template;
END;
CREATE TRIGGER softkey_template_key_deleted AFTER DELETE ON softkey_template_key BEGIN
    INSERT INTO change (aggregate, key) VALUES ('softkey_template', OLD.template);
END;

CREATE TRIGGER line_appearance_inserted AFTER INSERT ON line_appearance BEGIN
    INSERT INTO change (aggregate, key) VALUES ('device', NEW.device);
END;
CREATE TRIGGER line_appearance_updated AFTER UPDATE ON line_appearance BEGIN
    INSERT INTO change (aggregate, key) SELECT 'device', OLD.device UNION SELECT 'device', NEW.device;
END;
CREATE TRIGGER line_appearance_deleted AFTER DELETE ON line_appearance BEGIN
    INSERT INTO change (aggregate, key) VALUES ('device', OLD.device);
END;

CREATE TRIGGER speed_dial_inserted AFTER INSERT ON speed_dial BEGIN
    INSERT INTO change (aggregate, key) VALUES ('device', NEW.device);
END;
CREATE TRIGGER speed_dial_updated AFTER UPDATE ON speed_dial BEGIN
    INSERT INTO change (aggregate, key) SELECT 'device', OLD.device UNION SELECT 'device', NEW.device;
END;
CREATE TRIGGER speed_dial_deleted AFTER DELETE ON speed_dial BEGIN
    INSERT INTO change (aggregate, key) VALUES ('device', OLD.device);
END;

CREATE TRIGGER service_subscription_inserted AFTER INSERT ON service_subscription BEGIN
    INSERT INTO change (aggregate, key) VALUES ('device', NEW.device);
END;
CREATE TRIGGER service_subscription_updated AFTER UPDATE ON service_subscription BEGIN
    INSERT INTO change (aggregate, key) SELECT 'device', OLD.device UNION SELECT 'device', NEW.device;
END;
CREATE TRIGGER service_subscription_deleted AFTER DELETE ON service_subscription BEGIN
    INSERT INTO change (aggregate, key) VALUES ('device', OLD.device);
END;

CREATE TRIGGER dhcp_range_inserted AFTER INSERT ON dhcp_range BEGIN
    INSERT INTO change (aggregate, key) VALUES ('dhcp_subnet', NEW.subnet);
END;
CREATE TRIGGER dhcp_range_updated AFTER UPDATE ON dhcp_range BEGIN
    INSERT INTO change (aggregate, key) SELECT 'dhcp_subnet', OLD.subnet UNION SELECT 'dhcp_subnet', NEW.subnet;
END;
CREATE TRIGGER dhcp_range_deleted AFTER DELETE ON dhcp_range BEGIN
    INSERT INTO change (aggregate, key) VALUES ('dhcp_subnet', OLD.subnet);
END;

CREATE TRIGGER dhcp_exclusion_inserted AFTER INSERT ON dhcp_exclusion BEGIN
    INSERT INTO change (aggregate, key) VALUES ('dhcp_subnet', NEW.subnet);
END;
CREATE TRIGGER dhcp_exclusion_updated AFTER UPDATE ON dhcp_exclusion BEGIN
    INSERT INTO change (aggregate, key) SELECT 'dhcp_subnet', OLD.subnet UNION SELECT 'dhcp_subnet', NEW.subnet;
END;
CREATE TRIGGER dhcp_exclusion_deleted AFTER DELETE ON dhcp_exclusion BEGIN
    INSERT INTO change (aggregate, key) VALUES ('dhcp_subnet', OLD.subnet);
END;

CREATE TRIGGER dhcp_reservation_inserted AFTER INSERT ON dhcp_reservation BEGIN
    INSERT INTO change (aggregate, key) VALUES ('dhcp_subnet', NEW.subnet);
END;
CREATE TRIGGER dhcp_reservation_updated AFTER UPDATE ON dhcp_reservation BEGIN
    INSERT INTO change (aggregate, key) SELECT 'dhcp_subnet', OLD.subnet UNION SELECT 'dhcp_subnet', NEW.subnet;
END;
CREATE TRIGGER dhcp_reservation_deleted AFTER DELETE ON dhcp_reservation BEGIN
    INSERT INTO change (aggregate, key) VALUES ('dhcp_subnet', OLD.subnet);
END;

CREATE TRIGGER dhcp_option_inserted AFTER INSERT ON dhcp_option BEGIN
    INSERT INTO change (aggregate, key) VALUES ('dhcp_subnet', NEW.subnet);
END;
CREATE TRIGGER dhcp_option_updated AFTER UPDATE ON dhcp_option BEGIN
    INSERT INTO change (aggregate, key) SELECT 'dhcp_subnet', OLD.subnet UNION SELECT 'dhcp_subnet', NEW.subnet;
END;
CREATE TRIGGER dhcp_option_deleted AFTER DELETE ON dhcp_option BEGIN
    INSERT INTO change (aggregate, key) VALUES ('dhcp_subnet', OLD.subnet);
END;

-- Bounds -----------------------------------------------------------------------------------------------------------------

-- At most 100,000 rows are kept; a world older than the oldest of them is loaded whole.
CREATE TRIGGER change_bounded AFTER INSERT ON change WHEN NEW.sequence % 1000 = 0 BEGIN
    DELETE FROM change WHERE sequence <= NEW.sequence - 99000;
END;

-- Where auto-registration goes on looking for a free number: every number of the range below `next` is taken. Not
-- configuration, hence no change rows; without it the n-th phone of a power cut would look at n numbers.
CREATE TABLE autoreg_progress (
    node         INTEGER PRIMARY KEY REFERENCES node (id) ON DELETE CASCADE,
    first        INTEGER NOT NULL,
    partition_id INTEGER NOT NULL,
    next         INTEGER NOT NULL
) STRICT;

CREATE TRIGGER autoreg_number_released AFTER DELETE ON directory_number BEGIN
    DELETE FROM autoreg_progress WHERE partition_id = OLD.partition_id AND next > CAST(OLD.pattern AS INTEGER);
END;
CREATE TRIGGER autoreg_number_changed AFTER UPDATE OF pattern, partition_id ON directory_number BEGIN
    DELETE FROM autoreg_progress WHERE partition_id = OLD.partition_id AND next > CAST(OLD.pattern AS INTEGER);
END;
